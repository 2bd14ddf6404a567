using System.Text.Json;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Asks for a run.</summary>
public sealed record StartRunBody
{
    /// <summary>Slug, or <c>repository/slug</c> where two repositories have it.</summary>
    public string? Workflow { get; init; }

    /// <summary>Inputs by name: text, numbers, booleans.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    /// <summary>Inputs as <c>name=value</c>, as people type them; they stand above <see cref="Inputs"/>, and the last of a name wins.</summary>
    public IReadOnlyList<string>? InputTexts { get; init; }

    /// <summary>Repository name, id or path; null: the one that the workflow names, else its own. A workflow of several refuses any.</summary>
    public string? Repository { get; init; }

    /// <summary>Run key; null: automatic.</summary>
    public string? Key { get; init; }

    /// <summary>Environment on top of the workflow's.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>The same as <c>name=value</c>, as people type them.</summary>
    public IReadOnlyList<string>? EnvTexts { get; init; }

    /// <summary>Runs with more begin first; -100 to 100, default 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Agent of every agent's step, instead of the workflow's.</summary>
    public string? Agent { get; init; }

    /// <summary>Model of every agent's step, instead of the workflow's.</summary>
    public string? Model { get; init; }

    /// <summary>Known cost in US dollars at which the run stops, instead of the workflow's limit; 0.01 to 1,000,000.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Minutes after which the run stops, instead of the workflow's limit; 1 to 43,200.</summary>
    public int? MaxDurationMinutes { get; init; }

    /// <summary>What the person wants in their own words.</summary>
    public string? Prompt { get; init; }
}
