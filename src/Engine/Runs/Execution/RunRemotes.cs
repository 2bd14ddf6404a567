using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Fetches before a run and pushes after it in those of its repositories that ask for it. A called or forked run begins where another stood: it does neither anew.</summary>
internal sealed class RunRemotes(RunState state, RunSessionServices services)
{
    /// <summary>Fetches what the worktrees are to begin at.</summary>
    /// <returns>The commits by repository, what to tell, and the sentence that fails the run: to begin at something old unnoticed is what the option is against.</returns>
    public async Task<(IReadOnlyDictionary<RepositoryId, string> Starts, IReadOnlyList<RunEvent> Events, string? Fault)> FetchAsync(Func<Repository, string?> given, CancellationToken cancellationToken)
    {
        Dictionary<RepositoryId, string> starts = [];
        List<RunEvent> events = [];
        foreach (var repository in state.Repositories.Where(r => r.FetchFirst && given(r) is null))
        {
            if (services.Remotes is not { } remotes)
            {
                break;
            }

            var fetched = await remotes.FetchAsync(repository, cancellationToken);
            if (fetched.Fault is { } fault)
            {
                return (starts, events, fault);
            }

            if (fetched.Commit is { } commit)
            {
                starts[repository.Id] = commit;
            }

            events.Add(StepEvents.Note(state.Run, $"{state.NameOf(repository)}: {fetched.Words}", fetched.IsApart ? EventLevel.Warning : EventLevel.Info));
        }

        return (starts, events, null);
    }

    /// <summary>Pushes the branches of a run whose work is done. What goes wrong is told and changes nothing: the commits are on their branch.</summary>
    /// <param name="except">Repositories whose branch holds what nobody let pass: it stays here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RunEvent>> PushAsync(IReadOnlySet<RepositoryId> except, CancellationToken cancellationToken)
    {
        List<RunEvent> events = [];
        if (services.Remotes is not { } remotes || state.Run.ParentRunId is not null)
        {
            return events;
        }

        foreach (var repository in state.Repositories.Where(r => !except.Contains(r.Id)))
        {
            // As it is set now: a run may take days.
            if (state.WorkspaceIn(repository) is not { } workspace || await services.Repositories.GetAsync(repository.Id, cancellationToken) is not { PushAfter: true } known)
            {
                continue;
            }

            var pushed = await remotes.PushAsync(known, workspace, cancellationToken);
            events.Add(StepEvents.Note(state.Run, Sentence(pushed.Fault ?? pushed.Words), pushed.Fault is null ? EventLevel.Info : EventLevel.Warning));
        }

        return events;
    }

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
