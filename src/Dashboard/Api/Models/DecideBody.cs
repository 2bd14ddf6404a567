using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Answers an approval.</summary>
/// <param name="Comment">What the person says; needed where changes are asked for.</param>
/// <param name="Answers">The form by field.</param>
/// <param name="AnswerTexts">Fields as <c>name=value</c>, as people type them.</param>
public sealed record DecideBody(string? Comment, IReadOnlyDictionary<string, JsonElement>? Answers, IReadOnlyList<string>? AnswerTexts);
