using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Files;
using Signalbox.Engine.Runs.Export;
using Signalbox.Engine.Transfer;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>
/// Writes everything that a server knows into a folder that any other can take in, whatever its database is: rows of one moment, then the files. Works beside a
/// running server.
/// </summary>
public sealed class DataExporter
{
    private static readonly string[] NeverExported =
    [
        "keys/, cli.token and sign-in sessions: the server that imports has its own",
        "values of secrets: the configuration says where they are, and no row has them",
        "workspaces: what was committed in them is in bundles/, with the checkpoints; uncommitted work since the last checkpoint is not exported",
        "jobs.db, search.db and server.log: they are built anew",
        "signalbox.yaml: what a person wrote for one machine; configurations that were applied are rows, and come along",
    ];

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal DataExporter(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Exports, whole or not at all.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Told how far it is, on the thread that works; null: nobody.</param>
    /// <param name="cancellationToken">Gives up; nothing stays.</param>
    /// <exception cref="TransferException">It cannot be done.</exception>
    /// <exception cref="DatabaseException">The database cannot be read.</exception>
    public async Task<TransferManifest> ExportAsync(DataExportRequest request, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (File.Exists(request.Target) || (Directory.Exists(request.Target) && Directory.EnumerateFileSystemEntries(request.Target).Any()))
        {
            throw new TransferException($"{request.Target} is there already and is not empty: name another folder");
        }

        try
        {
            using var folder = TransferFolder.Create(Path.GetDirectoryName(request.Target)!, _time);
            var staged = Path.Combine(folder.Path, "export");
            PrivateFiles.CreateFolder(staged);
            var manifest = await WriteAsync(request, staged, progress, cancellationToken);
            if (Directory.Exists(request.Target))
            {
                Directory.Delete(request.Target); // an empty one
            }

            Directory.Move(staged, request.Target);
            return manifest;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"nothing was exported to {request.Target}: {broken.Message}", broken);
        }
    }

    private async Task<TransferManifest> WriteAsync(DataExportRequest request, string target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var migration = await MigrationAsync(cancellationToken);
        var snapshot = await _database.ReadAsync(context => ReadAsync(context, request, target, progress, cancellationToken), cancellationToken);
        var leftOut = new LeftOut();
        snapshot.Elsewhere.ForEach(leftOut.Add);
        var files = await new FileExporter(request.DataDirectory, target, snapshot.Attempts, leftOut).ExportAsync(progress, cancellationToken);
        var bundles = await BundleAsync(request, snapshot, target, leftOut, progress, cancellationToken);
        var manifest = new TransferManifest
        {
            Format = TransferManifest.FormatName,
            FormatVersion = TransferManifest.NewestFormat,
            Version = request.Version,
            Provider = _database.Provider.ToString().ToLowerInvariant(),
            Migration = migration,
            ExportedAt = snapshot.Time,
            DataDirectories = snapshot.Directories,
            Tables = snapshot.Tables,
            Files = files,
            Bundles = bundles,
            NotExported = [.. NeverExported, .. TransferRules.NotExported.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"the table {t.Key}: {t.Value}")],
            LeftOut = leftOut.Sentences,
        };
        await PrivateFiles.WriteAsync(Path.Combine(target, TransferLayout.Manifest), JsonSerializer.SerializeToUtf8Bytes(manifest, TransferJson.Document), cancellationToken);
        return manifest;
    }

    private async Task<string> MigrationAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.CreateDbContext();
        return await MigrationHistory.AnyPendingAsync(context, "the database", cancellationToken)
            ? throw new TransferException("the database is of an older version of Signalbox: bring it to this one with 'signalbox db migrate' first")
            : MigrationNames.Known(context)[^1];
    }

    private async Task<Snapshot> ReadAsync(SignalboxDbContext context, DataExportRequest request, string target, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var nodes = await context.Nodes.AsNoTracking().OrderBy(n => n.Id).Select(n => new { n.Id, n.Directory }).ToListAsync(cancellationToken);
        var elsewhere = nodes.Where(n => !IsSame(n.Directory, request.DataDirectory)).Select(n => $"files of runs at home on the node {n.Id}, which are in its data directory {n.Directory}").ToList();
        var attempts = await new SqlScope(context).QueryAsync(
            "SELECT directory, secret_names FROM attempts", [], r => (Directory: r.GetString(0), HasSecrets: r.GetString(1) is not "[]"), cancellationToken);
        var repositories = await context.Repositories.AsNoTracking().Where(r => r.ForgottenAt == null).OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var tables = await new RowExporter(context, target, progress).ExportAsync(cancellationToken);
        return new Snapshot(
            _time.GetUtcNow(),
            tables,
            [.. nodes.Select(n => n.Directory).Prepend(request.DataDirectory).Select(d => Path.TrimEndingDirectorySeparator(d)).Distinct(StringComparer.Ordinal)],
            elsewhere,
            attempts.GroupBy(a => a.Directory, StringComparer.Ordinal).ToDictionary(a => a.Key, a => a.Any(o => o.HasSecrets), StringComparer.Ordinal),
            repositories);
    }

    private async Task<List<TransferBundle>> BundleAsync(
        DataExportRequest request, Snapshot snapshot, string target, LeftOut leftOut, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var git = new RepositoryBundles(_time);
        var own = new PathMap([request.DataDirectory], "/");
        var bundles = new List<TransferBundle>();
        foreach (var (at, repository) in snapshot.Repositories.Index())
        {
            progress?.Report(new TransferProgress(TransferLayout.Bundles, at, snapshot.Repositories.Count));
            var (bundle, fault) = await git.WriteAsync(
                repository.Name, repository.Path, own.Relative(repository.Path) is not null, target, $"{TransferLayout.Bundles}/{repository.Id}.bundle", cancellationToken);
            if (bundle is not null)
            {
                bundles.Add(bundle);
            }
            else if (fault is not null)
            {
                leftOut.Add(fault);
            }
        }

        progress?.Report(new TransferProgress(TransferLayout.Bundles, bundles.Count, bundles.Count, IsEnd: true));
        return bundles;
    }

    private static bool IsSame(string one, string other) => string.Equals(Path.TrimEndingDirectorySeparator(one), Path.TrimEndingDirectorySeparator(other), StringComparison.Ordinal);

    private sealed record Snapshot(
        DateTimeOffset Time,
        IReadOnlyList<TransferTable> Tables,
        IReadOnlyList<string> Directories,
        List<string> Elsewhere,
        IReadOnlyDictionary<string, bool> Attempts,
        IReadOnlyList<Repository> Repositories);
}
