namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of a feature's checklist.</summary>
/// <param name="Key">To tick it by.</param>
/// <param name="Owner">Id of the task or requirement.</param>
/// <param name="Kind"><c>criterion</c> or <c>done_when</c>.</param>
/// <param name="Text">What must hold.</param>
/// <param name="Command">The command that proves it; null: a person says so.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="By">Who said so; <c>verify</c> when its command did. Of a line that does not hold: who said that, against its command; null: nobody.</param>
/// <param name="At">When.</param>
public sealed record FeatureCheckModel(string Key, string Owner, string Kind, string Text, string? Command, bool Holds, string? By, DateTimeOffset? At);
