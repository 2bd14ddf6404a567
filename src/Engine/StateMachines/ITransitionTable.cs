namespace Signalbox.Engine.StateMachines;

/// <summary>A machine as text, for the generated documentation.</summary>
public interface ITransitionTable
{
    /// <summary>The machine's name, a word of the glossary.</summary>
    string Name { get; }

    /// <summary>State of a new one.</summary>
    string Initial { get; }

    /// <summary>The legal moves.</summary>
    IReadOnlyList<(string From, string To, string When)> Moves { get; }
}
