using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Learnings;

/// <summary>Something that was learned in a repository (spec 4, 4.1 "Compound learning"): an agent proposes it, a person decides.</summary>
public sealed class Learning
{
    public required LearningId Id { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    public required LearningKind Kind { get; init; }

    /// <summary>What was learned, on one line.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text: the same is proposed once.</summary>
    public required string TextHash { get; init; }

    public LearningStatus Status { get; private set; } = LearningStatus.Proposed;

    /// <summary>Who proposed it: an agent's id, or a person.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>Run in which it was learned; null when none is known. The learning outlives it.</summary>
    public RunId? RunId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>A new proposal.</summary>
    public static Learning Propose(RepositoryId repository, LearningKind kind, string text, string by, RunId? run, DateTimeOffset now)
    {
        var line = LearningWords.OneLine(text);
        return new Learning
        {
            Id = EntityId.New<LearningId>(),
            RepositoryId = repository,
            Kind = kind,
            Text = line,
            TextHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line))),
            ProposedBy = by,
            RunId = run,
            CreatedAt = now,
        };
    }

    /// <summary>A person's answer.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">It stands there already.</exception>
    public void Decide(LearningStatus status, string by, DateTimeOffset now)
    {
        LearningTransitions.Table.Check(Status, status);
        (Status, DecidedBy, DecidedAt) = (status, by, now);
    }
}
