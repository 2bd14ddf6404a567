namespace Signalbox.Engine.Features;

/// <summary>A task of a feature: what becomes a step of a run (spec 4, 1.3 <c>tasks</c>).</summary>
public sealed record FeatureTask
{
    /// <summary>Iterations when none were written.</summary>
    public const int DefaultIterations = 10;

    /// <summary>Its id, such as <c>BE-001</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Role under which it stands.</summary>
    public required string Role { get; init; }

    /// <summary>Line in the file, from 1.</summary>
    public required int Line { get; init; }

    public string? Title { get; init; }

    /// <summary>Kind of work, such as <c>integration</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Requirement or text that it refers to.</summary>
    public string? Reference { get; init; }

    /// <summary><c>TDD</c>, <c>BDD</c> or <c>standard</c>, as written.</summary>
    public string? Methodology { get; init; }

    /// <summary>How often it is repeated until it is done; null: not written.</summary>
    public long? MaxIterations { get; init; }

    public IReadOnlyList<string> AcceptanceCriteria { get; init; } = [];

    /// <summary>When it is done, in words or as a command; null: not written.</summary>
    public string? DoneWhen { get; init; }

    /// <summary>Tasks that come before it; null: those written above it.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }
}
