namespace Signalbox.Engine.Schemas;

/// <summary>What came of an edit: the new text, or why there is none.</summary>
/// <param name="Text">The whole text after the edit; null when it was not made.</param>
/// <param name="Fault">Why it was not made, as a sentence; null when it was.</param>
internal sealed record DocumentEditResult(string? Text, string? Fault);
