using System.Text;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>An agent's answer, kept for the same question.</summary>
/// <param name="Key">SHA-256 over agent, model, options and rendered prompt, hex.</param>
/// <param name="Agent">Agent id.</param>
/// <param name="Model">Model that answered; null when it did not say.</param>
/// <param name="FinalText">Its last word.</param>
/// <param name="OutputText">What a string output without a source takes.</param>
/// <param name="Structured">The JSON object it ended with, as plain values.</param>
/// <param name="CreatedAt">When it answered.</param>
public sealed record CachedResponse(
    string Key, string Agent, string? Model, string? FinalText, string? OutputText, IReadOnlyDictionary<string, object?>? Structured, DateTimeOffset CreatedAt)
{
    /// <summary>Bytes of the answer as UTF-8, which the limit of the cache counts.</summary>
    public long Bytes { get; init; } = Count(FinalText) + Count(OutputText) + (Structured is null ? 0 : Count(PlainValue.ToJson(Structured)));

    private static long Count(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
