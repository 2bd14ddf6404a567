using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>
/// Keeps the files of a run's sessions: behind the run, at each boundary of a step, it reads what agents and people wrote, adds what the rows say, writes the files and
/// the database's copy, which counts. What goes wrong here never fails a run: the next boundary does it again.
/// </summary>
internal sealed class SessionKeeper(RunSessionServices services)
{
    private const int PastLogs = 10;

    private readonly SessionSaves _saves = new(services);
    private readonly Dictionary<AgentSessionId, SessionPaper> _papers = [];
    private readonly HashSet<string> _laidOut = new(StringComparer.Ordinal);

    /// <summary>Sessions of which people were told that their files could not be written.</summary>
    private readonly HashSet<AgentSessionId> _told = [];

    /// <summary>The workspace to which the files of a session were written last.</summary>
    private readonly Dictionary<AgentSessionId, string> _places = [];

    private AgentSessionServices Kept => services.Sessions!;

    /// <summary>Brings the files up to date.</summary>
    public async Task UpdateAsync(SessionFacts facts)
    {
        if (await TryAsync(facts, WriteAsync(facts, CancellationToken.None)) is { } fault)
        {
            _papers.Remove(facts.Session.Id);
            if (_told.Add(facts.Session.Id))
            {
                await TryAsync(facts, _saves.NoteAsync(facts, $"The files of the session of {facts.Session.Role} could not be brought up to date, and the next boundary tries again: {fault.Message}"));
            }
        }
    }

    private async Task<Exception?> TryAsync(SessionFacts facts, Task work)
    {
        try
        {
            await work;
            return null;
        }
#pragma warning disable CA1031 // files that people and agents read besides: no reason to stop a run, whatever went wrong
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.Log.SessionFilesNotWritten(exception, facts.RunKey, facts.Session.Id.Value);
            return exception;
        }
    }

    private async Task WriteAsync(SessionFacts facts, CancellationToken cancellationToken)
    {
        var session = facts.Session;
        var (paper, isOfAnotherRun) = await PaperAsync(facts, cancellationToken);
        List<SessionPaper> changed = [paper];
        List<RunEvent> events = [];
        var secrecy = AttemptSecrecy.Of(facts.SecretNames, services.Secrets);
        var checkpoints = await services.Checkpoints.ListAsync(session.RunId, cancellationToken);
        var files = await FilesAsync(facts, checkpoints, cancellationToken);
        var (answers, open) = await new SessionQuestions(Kept.Approvals).AnswersAsync(paper, cancellationToken);
        var folder = await FolderAsync(facts, events, cancellationToken);

        // What was written last is where the session was last: files of a workspace to which it comes back are as old as its stay there.
        var last = facts.Left ?? _places.GetValueOrDefault(session.Id);
        var read = folder is not null && last is not null && !string.Equals(last, facts.Workspace, StringComparison.Ordinal) && new SessionFolder(last) is var there && there.Fault() is null ? there : folder;
        var mayBeOld = isOfAnotherRun || (last is null && facts.Places.Count > 1);

        // From here to the writing little may happen: another agent of the role may be at work, and what it writes in between would be lost.
        var document = read is null ? null : await ReadProgressAsync(read, paper, mayBeOld, secrecy, changed, events, cancellationToken);
        document ??= ProgressDocument.Parse(paper.Progress).Document!;
        SessionText.Update(document, facts, checkpoints, files);
        var questions = SessionQuestions.Update(document, paper, facts, answers, open);
        paper.Progress = document.Render();
        await (folder?.WriteAsync(SessionFolder.Progress, paper.Progress, cancellationToken) ?? Task.CompletedTask);
        var file = read is null ? null : await ReadAgentFileAsync(read, paper, isOfAnotherRun, secrecy, changed, events, cancellationToken);
        file ??= AgentFile.Parse(paper.AgentFile).File!;
        SessionText.Update(file, facts, checkpoints, files);
        paper.AgentFile = file.Render();
        await (folder?.WriteAsync(SessionFolder.AgentFile(session.Role), paper.AgentFile, cancellationToken) ?? Task.CompletedTask);

        paper.UpdatedAt = facts.Time;
        paper.History = SessionText.History(paper.History, facts, paper.Progress);
        await (folder?.WriteAsync(SessionFolder.History(paper.Day, paper.Number), paper.History, cancellationToken) ?? Task.CompletedTask);
        await _saves.SaveAsync(facts, changed, questions, events, cancellationToken);
        if (facts.Workspace is { } written)
        {
            _places[session.Id] = written;
        }
    }

    /// <summary>The files that have changed since the session began; of several repositories each with its repository's name before it.</summary>
    private async Task<IReadOnlyList<ChangedFile>> FilesAsync(SessionFacts facts, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        List<ChangedFile> all = [];
        foreach (var place in facts.Places)
        {
            var from = place.Repository is { } name
                ? checkpoints.LastOrDefault(c => c.CreatedAt <= facts.Session.CreatedAt && c.Commits.ContainsKey(name))?.Commits[name] ?? place.BaseCommit
                : facts.Session.BaseCommit;
            if (place.Commit is { } commit && from is not null && await Kept.Files.BetweenAsync(place.Path, from, commit, cancellationToken) is { } files)
            {
                all.AddRange(place.Repository is null ? files : files.Select(f => f with { Path = $"{place.Repository}/{f.Path}" }));
            }
        }

        return all;
    }

    /// <summary>The database's copy; of a session that begins, the copy of the one before it of the same feature and role.</summary>
    /// <returns>The copy, and whether it goes on from another run's, which counts more than a file that the repository has.</returns>
    private async Task<(SessionPaper Paper, bool IsOfAnotherRun)> PaperAsync(SessionFacts facts, CancellationToken cancellationToken)
    {
        var session = facts.Session;
        if (_papers.TryGetValue(session.Id, out var known))
        {
            return (known, false);
        }

        var (paper, isOfAnotherRun) = await Kept.Store.ListPapersAsync([session.Id], cancellationToken) is [var stored] ? (stored, false) : await NewPaperAsync(facts, cancellationToken);
        _papers[session.Id] = paper;
        return (paper, isOfAnotherRun);
    }

    private async Task<(SessionPaper Paper, bool IsOfAnotherRun)> NewPaperAsync(SessionFacts facts, CancellationToken cancellationToken)
    {
        var session = facts.Session;
        var before = await Kept.Store.FindLatestPaperAsync(session.RepositoryId, session.Feature, session.Role, cancellationToken);
        var document = (before is null ? null : ProgressDocument.Parse(before.Progress).Document)
            ?? ProgressDocument.Create(session.Id.Value, session.Feature, session.Role, session.CreatedAt);
        var file = (before is null ? null : AgentFile.Parse(before.AgentFile).File) ?? AgentFile.Create(SessionText.ContextOf(facts));
        var paper = await Kept.Store.AddPaperAsync(
            new SessionPaper
            {
                SessionId = session.Id,
                RunId = session.RunId,
                RepositoryId = session.RepositoryId,
                Feature = session.Feature,
                Role = session.Role,
                Day = session.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Number = 1,
                Progress = document.Render(),
                AgentFile = file.Render(),
                History = "",
                Questions = before?.Questions ?? new Dictionary<string, string>(StringComparer.Ordinal),
                UpdatedAt = facts.Time,
            },
            cancellationToken);
        return (paper, before is not null && before.RunId != session.RunId);
    }

    /// <summary>The folder, laid out; null where nothing can be written.</summary>
    private async Task<SessionFolder?> FolderAsync(SessionFacts facts, List<RunEvent> events, CancellationToken cancellationToken)
    {
        if (facts.Workspace is not { } workspace || !Directory.Exists(workspace))
        {
            return null;
        }

        var folder = new SessionFolder(workspace);
        if (folder.Fault() is { } fault)
        {
            events.Add(NoteOf(facts.Session.RunId, $"The files of the session are not written: {fault}"));
            return null;
        }

        if (_laidOut.Contains(workspace))
        {
            return folder;
        }

        // What is there of a new workspace is what the repository tracks, and then its people want to see the changes.
        if (!folder.IsIgnored && !(folder.Exists && await Kept.Files.TracksAsync(workspace, OwnFiles.Sessions, cancellationToken)))
        {
            await folder.IgnoreAsync(cancellationToken);
        }

        foreach (var past in await Kept.Store.ListPastAsync(facts.Session.RepositoryId, facts.Session.Feature, PastLogs, cancellationToken))
        {
            var name = SessionFolder.History(past.Day, past.Number);
            if (past.History.Length > 0 && await folder.ReadAsync(name, cancellationToken) is { Text: null, Fault: null })
            {
                await folder.WriteAsync(name, past.History, cancellationToken);
            }
        }

        _laidOut.Add(workspace);
        return folder;
    }

    /// <summary>The progress as the file has it, with what people and agents wrote; the database's where there is none that parses.</summary>
    private async Task<ProgressDocument> ReadProgressAsync(
        SessionFolder folder, SessionPaper paper, bool mayBeOld, AttemptSecrecy secrecy, List<SessionPaper> changed, List<RunEvent> events, CancellationToken cancellationToken)
    {
        var own = ProgressDocument.Parse(paper.Progress).Document!;
        var (text, fault) = await folder.ReadAsync(SessionFolder.Progress, cancellationToken);
        if (text is null && fault is null)
        {
            return own;
        }

        var parsed = text is null ? new ProgressParse(null, fault) : ProgressDocument.Parse(secrecy.Mask(text));
        if (parsed.Document is not { } document)
        {
            events.Add(Invalid(paper, SessionFolder.Progress, folder.SetAside(SessionFolder.Progress), parsed.Fault!));
            return own;
        }

        if (Is(document.Feature, paper.Feature) && Is(document.Role, paper.Role))
        {
            // A repository may track the file as it was long ago.
            return mayBeOld && string.CompareOrdinal(UpdatedAt(document), UpdatedAt(own)) < 0 ? own : document;
        }

        // One file for all roles: it shows the one that was at work last, whose own paper gets what was written there. Another run's is not this run's to write, whatever the file says.
        var other = _papers.Values.Concat(EntityId.TryParse<AgentSessionId>(document.SessionId, out var named) ? await Kept.Store.ListPapersAsync([named], cancellationToken) : [])
            .FirstOrDefault(p => p.RunId == paper.RunId && Is(p.SessionId.Value, document.SessionId) && Is(p.Feature, document.Feature) && Is(p.Role, document.Role));
        if (other is not null)
        {
            await _saves.TakeOverAsync(other, changed, () => other.Progress = document.Render(), cancellationToken);
        }
        else if (await Kept.Store.FindLatestPaperAsync(paper.RepositoryId, document.Feature, document.Role, cancellationToken) is not { } latest || !Is(latest.Progress, document.Render()))
        {
            var kept = folder.SetAside(SessionFolder.Progress, "kept");
            events.Add(NoteOf(paper.RunId, $"{SessionFolder.Progress} was of {document.Role} in {document.Feature}, and is kept as {kept}"));
        }

        return own;
    }

    private static string UpdatedAt(ProgressDocument document) => document.Get(ProgressSections.Info, "last_updated") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? ProgressDocument.Time(time) : "";

    private async Task<AgentFile> ReadAgentFileAsync(
        SessionFolder folder, SessionPaper paper, bool isOld, AttemptSecrecy secrecy, List<SessionPaper> changed, List<RunEvent> events, CancellationToken cancellationToken)
    {
        var name = SessionFolder.AgentFile(paper.Role);
        var (text, fault) = await folder.ReadAsync(name, cancellationToken);
        var parsed = text is null ? new AgentFileParse(null, fault) : AgentFile.Parse(secrecy.Mask(text));
        var own = AgentFile.Parse(paper.AgentFile).File!;
        if (parsed.File is { Feature: { } feature } another && !Is(feature, paper.Feature))
        {
            // One file for all features of a role: what was written there belongs to the other's own paper.
            if (_papers.Values.FirstOrDefault(p => Is(p.Feature, feature) && Is(p.Role, paper.Role)) is { } other)
            {
                await _saves.TakeOverAsync(other, changed, () => other.AgentFile = another.Render(), cancellationToken);
            }
            else
            {
                events.Add(NoteOf(paper.RunId, $"{name} was of {feature}, and is kept as {folder.SetAside(name, "kept")}"));
            }
        }
        else if (parsed.File is { } file)
        {
            if (!isOld)
            {
                return file;
            }

            // The repository tracks it, as it was whenever: what people wrote there is taken along.
            var (mine, theirs) = (own.Memory, file.Memory);
            own.Memory = mine with
            {
                ProjectPatterns = [.. mine.ProjectPatterns.Union(theirs.ProjectPatterns, StringComparer.Ordinal)],
                LearnedPreferences = [.. mine.LearnedPreferences.Union(theirs.LearnedPreferences, StringComparer.Ordinal)],
            };
        }
        else if (parsed.Fault is { } why)
        {
            events.Add(Invalid(paper, name, folder.SetAside(name), why));
        }

        return own;
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static RunEvent Invalid(SessionPaper paper, string name, string kept, string fault) =>
        NoteOf(paper.RunId, $"{name} of the session does not parse and is kept as {kept}: {fault}. The last good one is in its place again");

    internal static RunEvent NoteOf(RunId run, string message) => new() { RunId = run, Level = EventLevel.Warning, Message = message };
}
