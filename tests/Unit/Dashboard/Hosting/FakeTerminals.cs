using System.Collections.Concurrent;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Terminals;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Windows that the test says are open.</summary>
internal sealed class FakeTerminals : IAgentTerminals
{
    public ConcurrentDictionary<RunId, string> Commands { get; } = new();

    public string? CommandFor(RunId run) => Commands.GetValueOrDefault(run);
}
