namespace Signalbox.Engine.StateMachines;

/// <summary>A legal move of a state machine.</summary>
/// <param name="From">State left.</param>
/// <param name="To">State entered.</param>
/// <param name="When">What moves it on, in a few words, for the generated drawing.</param>
public sealed record Transition<TState>(TState From, TState To, string When)
    where TState : struct, Enum;
