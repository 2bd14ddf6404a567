using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a webhook says beside the workflow; an empty body says nothing.</summary>
public sealed record HookBody
{
    /// <summary>Inputs by name: text, numbers, booleans.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    /// <summary>Repository name, id or path; null: the one that the workflow names, else its own.</summary>
    public string? Repository { get; init; }

    /// <summary>What is wanted, in words.</summary>
    public string? Prompt { get; init; }

    /// <summary>Run key; null: automatic.</summary>
    public string? Key { get; init; }
}
