using System.Globalization;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Learnings;

/// <summary>Proposes learnings, takes people's answers, and gives prompts what was accepted (design/agents.md).</summary>
public sealed class LearningDesk(
    ILearningStore store, IRepositoryStore repositories, IHeldSecrets secrets, RunEventBus bus, TimeProvider time, AuditLog? audit = null) : IDisposable
{
    /// <summary>Characters of one kind that a prompt carries; over it the oldest are left out.</summary>
    public const int MaxPromptText = 16 * 1024;

    private const int MaxListed = 1_000;

    /// <summary>People decide one after the other, so that none of two lines that are written at once is lost.</summary>
    private readonly SemaphoreSlim _deciding = new(1, 1);

    /// <summary>Proposes one. What was proposed before is answered as it stands.</summary>
    public async Task<LearningResult> ProposeAsync(RepositoryId repository, string? kind, string? text, string by, RunId? run, CancellationToken cancellationToken)
    {
        List<InputFault> faults = [];
        var named = LearningWords.Read(kind);
        if (named is null)
        {
            faults.Add(Fault("kind", kind, string.Join(", ", LearningWords.Kinds)));
        }

        if (string.IsNullOrWhiteSpace(text) || text.Length > LearningWords.MaxText)
        {
            faults.Add(Fault("text", text is { Length: > 0 } ? $"{text.Length} characters" : null, $"1 to {LearningWords.MaxText} characters"));
        }

        if (faults.Count > 0)
        {
            return new LearningResult { Invalid = faults };
        }

        var learning = Learning.Propose(repository, named!.Value, await secrets.MaskAsync(by, text!, cancellationToken), by, run, time.GetUtcNow());
        if (await store.AddAsync([learning], cancellationToken) == 0)
        {
            learning = (await store.FindAsync(repository, learning.Kind, learning.TextHash, cancellationToken))!;
        }

        bus.Publish(new Notice.LearningsChanged());
        return new LearningResult { Learning = learning };
    }

    /// <summary>A person accepts or rejects one; the repository's file follows.</summary>
    public async Task<LearningResult> DecideAsync(LearningId id, LearningStatus status, string by, CancellationToken cancellationToken)
    {
        await _deciding.WaitAsync(cancellationToken);
        try
        {
            return await DecideInTurnAsync(id, status, by, cancellationToken);
        }
        finally
        {
            _deciding.Release();
        }
    }

    private async Task<LearningResult> DecideInTurnAsync(LearningId id, LearningStatus status, string by, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } learning)
        {
            return new LearningResult { NotFound = $"there is no learning {id}" };
        }

        var from = learning.Status;
        if (!LearningTransitions.Table.Allows(from, status))
        {
            return new LearningResult { Refused = $"{id} is {from.ToString().ToLowerInvariant()} already{(learning.DecidedBy is { } who ? $", by {who}" : "")}" };
        }

        // The file first: of a server that stops in between, the person is asked again, and the line is written once.
        var repository = await repositories.GetAsync(learning.RepositoryId, cancellationToken);
        var isFiled = repository is not null && !(from == LearningStatus.Proposed && status == LearningStatus.Rejected);
        var warning = isFiled ? await LearningFiles.WriteAsync(repository!.Path, learning.Kind, learning.Text, status == LearningStatus.Accepted, cancellationToken) : null;
        learning.Decide(status, by, time.GetUtcNow());
        if (!await store.DecideAsync(learning, from, CancellationToken.None))
        {
            if (isFiled && await store.FindAsync(id, CancellationToken.None) is { } now)
            {
                await LearningFiles.WriteAsync(repository!.Path, now.Kind, now.Text, now.Status == LearningStatus.Accepted, CancellationToken.None);
            }

            return new LearningResult { Refused = $"somebody else answered {id} at the same time: look again" };
        }

        bus.Publish(new Notice.LearningsChanged());
        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.LearningDecide, id.Value, new { Status = from }, new { learning.Status, learning.Kind, learning.Text });
        }

        return new LearningResult { Learning = learning, Warning = warning };
    }

    /// <summary>Learnings, newest first; those that come after another one in that order.</summary>
    public Task<IReadOnlyList<Learning>> ListAsync(RepositoryId? repository, LearningKind? kind, LearningStatus? status, LearningId? before, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(repository, kind, status, before, limit, cancellationToken);

    /// <summary>One; null when there is none.</summary>
    public Task<Learning?> FindAsync(LearningId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    /// <summary>How many wait for an answer.</summary>
    public Task<int> CountProposedAsync(CancellationToken cancellationToken) => store.CountProposedAsync(cancellationToken);

    /// <summary>The accepted learnings by the name of their kind, as a prompt gets them: a list in Markdown, with those that people wrote into the files.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> ForPromptAsync(Repository repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        Dictionary<string, object?> texts = new(StringComparer.Ordinal);
        foreach (var kind in Enum.GetValues<LearningKind>())
        {
            var accepted = await store.ListAsync(repository.Id, kind, LearningStatus.Accepted, null, MaxListed, cancellationToken);
            var rejected = (await store.ListAsync(repository.Id, kind, LearningStatus.Rejected, null, MaxListed, cancellationToken)).Select(l => l.Text).ToHashSet(StringComparer.Ordinal);
            var written = await LearningFiles.ReadAsync(repository.Path, kind, cancellationToken);

            // The oldest first, and what stands in the file in its order: it may be older than all.
            var all = written.Where(l => !rejected.Contains(l)).Concat(accepted.Reverse().Select(l => l.Text)).Distinct(StringComparer.Ordinal).ToList();
            texts[LearningWords.Of(kind)] = Within(all);
        }

        return texts;
    }

    /// <summary>Lets go of what keeps the turns.</summary>
    public void Dispose() => _deciding.Dispose();

    private static string Within(List<string> lines)
    {
        var (length, first) = (0, lines.Count);
        while (first > 0 && length + lines[first - 1].Length + 3 <= MaxPromptText)
        {
            length += lines[--first].Length + 3;
        }

        var shown = lines.Skip(first).Select(l => $"- {l}");
        return string.Join('\n', first == 0 ? shown : shown.Prepend(string.Create(CultureInfo.InvariantCulture, $"({first} older ones are left out)")));
    }

    private static InputFault Fault(string field, string? found, string allowed) =>
        new(field, found, allowed, found is null ? $"{field}: nothing was given, allowed is {allowed}." : $"{field}: found '{found}', allowed is {allowed}.");
}
