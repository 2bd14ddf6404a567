using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Asks for a run.</summary>
public sealed record StartRunRequest
{
    /// <summary>
    /// Id of the run to be, for a request that may be made again by somebody who does not know whether it was followed: the second one gets the run of the
    /// first. Null: each request makes a run.
    /// </summary>
    public RunId? Id { get; init; }

    /// <summary>Slug, or <c>repository/slug</c> where two repositories have it.</summary>
    public required string Workflow { get; init; }

    /// <summary>Inputs as given: text, or plain values.</summary>
    public IReadOnlyDictionary<string, object?> Inputs { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>What the caller found wrong itself, such as an input without a name; said together with every other fault.</summary>
    public IReadOnlyList<InputFault> Faults { get; init; } = [];

    /// <summary>Repository name, id or path; null: the one that the workflow names, else its own. A workflow of several refuses any.</summary>
    public string? Repository { get; init; }

    /// <summary>Run key; null: automatic.</summary>
    public string? Key { get; init; }

    /// <summary>What the person wants in their own words.</summary>
    public string? Prompt { get; init; }

    /// <summary>Environment on top of the workflow's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What this run does differently from its workflow.</summary>
    public RunOverrides Overrides { get; init; } = new();

    /// <summary>Runs with more begin first; -100 to 100.</summary>
    public int Priority { get; init; }

    public required RunTrigger Trigger { get; init; }

    /// <summary>Who asks.</summary>
    public required string Actor { get; init; }
}
