namespace Signalbox.Engine.StateMachines;

/// <summary>A move that the transition table does not hold: a bug of the caller.</summary>
public sealed class IllegalTransitionException(string machine, string from, string to)
    : InvalidOperationException($"{machine}: {from} -> {to} is not a legal transition");
