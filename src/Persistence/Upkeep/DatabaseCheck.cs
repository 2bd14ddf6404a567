using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Transfer;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Upkeep;

/// <summary>Looks whether a database and the files of its data directory fit together. Changes nothing, and may be done beside a running server.</summary>
public sealed class DatabaseCheck
{
    private const int Most = 100;
    private const string Whole = "database";

    private readonly Database _database;

    internal DatabaseCheck(Database database) => _database = database;

    /// <summary>Looks at everything.</summary>
    /// <param name="dataDirectory">Absolute path of the data directory.</param>
    /// <param name="databaseFile">Absolute path of the SQLite database in it.</param>
    /// <param name="node">Node that the data directory is; null where a server has its database to itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is not as it should be; empty when all is well.</returns>
    /// <exception cref="TransferException">The database cannot be read at all.</exception>
    /// <exception cref="DatabaseException">The database cannot be used, or is of a newer version.</exception>
    public async Task<IReadOnlyList<CheckFinding>> CheckAsync(string dataDirectory, string databaseFile, string? node, CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>();
        if (new DataSwap(dataDirectory).Pending is { } pending)
        {
            findings.Add(new CheckFinding(Whole, $"the {pending.What} was cut short when it was all but done", "start the server: it goes on with it"));
        }

        if (_database.Provider == DatabaseProvider.Sqlite)
        {
            if (!File.Exists(databaseFile))
            {
                throw new TransferException($"there is no database {databaseFile} yet: there is nothing to check");
            }

            findings.AddRange((await SqliteFile.CheckAsync(databaseFile, cancellationToken)).Select(f => new CheckFinding(Whole, f, "restore a backup with 'signalbox db restore FILE'")));
        }

        if (await IsOlderAsync(cancellationToken))
        {
            // Columns that this version asks for are missing: nothing more can be said.
            findings.Add(new CheckFinding(Whole, "it is of an older version of Signalbox", "bring it to this one with 'signalbox db migrate', or start the server"));
            return findings;
        }

        findings.AddRange(Files(dataDirectory, await _database.ReadAsync(context => ReadAsync(context, node, findings, cancellationToken), cancellationToken)));
        return findings;
    }

    private async Task<bool> IsOlderAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.CreateDbContext();
        return await MigrationHistory.AnyPendingAsync(context, "the database", cancellationToken);
    }

    private static async Task<Rows> ReadAsync(SignalboxDbContext context, string? node, List<CheckFinding> findings, CancellationToken cancellationToken)
    {
        var scope = new SqlScope(context);
        foreach (var query in CheckQuery.All)
        {
            var rows = await scope.QueryAsync(query.Sql, [], r => (About: r.GetString(0), Name: Convert.ToString(r.GetValue(1), CultureInfo.InvariantCulture)!), cancellationToken);
            findings.AddRange(rows.Take(Most).Select(r => new CheckFinding(r.About, Text(query.Found, r.Name), Text(query.Advice, r.About))));
        }

        var runs = await context.Runs.AsNoTracking().OrderBy(r => r.Key).Select(r => new Place(r.Key, r.Directory, r.Home == null || r.Home == node, r.StartedAt != null)).ToListAsync(cancellationToken);
        var attempts = await (
            from attempt in context.Attempts.AsNoTracking()
            join run in context.Runs on attempt.RunId equals run.Id
            where attempt.Node == null || attempt.Node == node
            orderby run.Key, attempt.Id
            select new Place(run.Key, attempt.Directory, true, attempt.Status != AttemptStatus.Running)).ToListAsync(cancellationToken);
        var workspaces = await (
            from workspace in context.Workspaces.AsNoTracking()
            join run in context.Runs on workspace.RunId equals run.Id
            where workspace.Status != WorkspaceStatus.Removed && (run.Home == null || run.Home == node)
            orderby workspace.Id
            select new Place(workspace.Id.Value, workspace.Path, true, true)).ToListAsync(cancellationToken);
        var repositories = await context.Repositories.AsNoTracking().Where(r => r.ForgottenAt == null).OrderBy(r => r.Name).Select(r => new Place(r.Name, r.Path, true, true)).ToListAsync(cancellationToken);
        return new Rows(runs, attempts, workspaces, repositories);
    }

    private static IEnumerable<CheckFinding> Files(string dataDirectory, Rows rows)
    {
        var lost = rows.Runs.Where(r => r is { IsHere: true, Has: true } && !Directory.Exists(r.Directory)).ToList();
        foreach (var run in lost.Take(Most))
        {
            yield return new CheckFinding(run.Name, $"the run's folder {run.Directory} is missing", "copy it back from a backup; without it, logs past what the database keeps and outputs in files cannot be shown");
        }

        var lostRuns = lost.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var attempt in rows.Attempts.Where(a => a.Has && !lostRuns.Contains(a.Name) && !Directory.Exists(a.Directory)).Take(Most))
        {
            yield return new CheckFinding(attempt.Name, $"the folder {attempt.Directory} of an attempt is missing", "copy it back from a backup; without it, its log past what the database keeps and its files cannot be shown");
        }

        foreach (var workspace in rows.Workspaces.Where(w => !Directory.Exists(w.Directory)).Take(Most))
        {
            yield return new CheckFinding(workspace.Name, $"the workspace's folder {workspace.Directory} is missing", $"take it off the list with 'signalbox workspace remove {workspace.Name} --force'");
        }

        foreach (var repository in rows.Repositories.Where(r => !Directory.Exists(r.Directory)).Take(Most))
        {
            yield return new CheckFinding(repository.Name, $"the repository's folder {repository.Directory} is missing", $"bring it back, or take it off the list with 'signalbox repo remove {repository.Name}'");
        }

        foreach (var folder in Unknown(dataDirectory, rows).Take(Most))
        {
            yield return new CheckFinding(Path.GetFileName(folder), $"the folder {folder} belongs to no run", "move it away, or delete it when nothing in it is of use");
        }
    }

    private static IEnumerable<string> Unknown(string dataDirectory, Rows rows)
    {
        var known = rows.Runs.Select(r => Path.TrimEndingDirectorySeparator(r.Directory)).ToHashSet(StringComparer.Ordinal);
        var runs = Path.Combine(dataDirectory, "runs");
        return Directory.Exists(runs)
            ? Directory.EnumerateDirectories(runs).Where(f => !Path.GetFileName(f).StartsWith('.') && !known.Contains(f)).Order(StringComparer.Ordinal)
            : [];
    }

    private static string Text(string format, string value) => format.Replace("{0}", value, StringComparison.Ordinal);

    /// <summary>A folder that a row names.</summary>
    /// <param name="Name">What it belongs to.</param>
    /// <param name="Directory">Where it is.</param>
    /// <param name="IsHere">It is to be on this machine.</param>
    /// <param name="Has">It is to be there by now.</param>
    private sealed record Place(string Name, string Directory, bool IsHere, bool Has);

    private sealed record Rows(IReadOnlyList<Place> Runs, IReadOnlyList<Place> Attempts, IReadOnlyList<Place> Workspaces, IReadOnlyList<Place> Repositories);
}
