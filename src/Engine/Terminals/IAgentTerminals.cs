using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Terminals;

/// <summary>Says how a person gets at the windows of a run.</summary>
public interface IAgentTerminals
{
    /// <summary>Command that shows the run's agents at work in a terminal of the server's machine; null while no window of it is open.</summary>
    string? CommandFor(RunId run);
}
