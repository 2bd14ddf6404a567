namespace Signalbox.Engine.Workflows;

/// <summary>Inputs of a run checked against their declarations: values with defaults applied, or every fault.</summary>
/// <param name="Values">Plain values (string, bool, long) by input name; complete only without faults.</param>
/// <param name="Faults">All faults at once.</param>
public sealed record InputBinding(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<InputFault> Faults);
