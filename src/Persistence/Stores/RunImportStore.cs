using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class RunImportStore(Database database, RowTables tables, TimeProvider time) : IRunImportStore
{
    private readonly RunWriter _writer = new(tables);

    public Task<(RunState State, IReadOnlyList<RunEvent> Events)?> ImportAsync(RunImport import, CancellationToken cancellationToken) =>
        database.WriteAsync<(RunState State, IReadOnlyList<RunEvent> Events)?>(
            Durability.Full,
            async scope =>
            {
                var written = await WriteAsync(scope, import, cancellationToken);
                if (written is null)
                {
                    scope.Abandon();
                }

                return written;
            },
            cancellationToken);

    private async Task<(RunState State, IReadOnlyList<RunEvent> Events)?> WriteAsync(WriteScope scope, RunImport import, CancellationToken cancellationToken)
    {
        if (await scope.ScalarAsync("SELECT id FROM runs WHERE key = @key", [("@key", import.Key)], cancellationToken) is not null)
        {
            return null;
        }

        var context = await scope.ContextAsync(cancellationToken);
        var place = await FindPlaceAsync(context, import, cancellationToken) ?? await MakePlaceAsync(scope, context, import, cancellationToken);
        var run = import.Create(place);
        var now = time.GetUtcNow();
        var numbers = new EventNumbers(import.Events.Count, now < run.CreatedAt ? run.CreatedAt : now, run.TraceId, run.Epoch, run.Wake, run.Status);

        // Somebody else may commit the same key in between, on PostgreSQL.
        if (await tables.Runs.TryInsertAsync(scope, [run], cancellationToken, ("event_sequence", numbers.LastSequence), ("last_event_at", numbers.Time)) == 0)
        {
            return null;
        }

        await _writer.WriteStepsAsync(scope, import.Steps, cancellationToken);
        await tables.Attempts.InsertAsync(scope, import.Attempts, cancellationToken);
        var events = await _writer.WriteEventsAsync(scope, run.Id, import.Events, numbers, cancellationToken);
        // Asked for again: what was written above goes to the server before anybody reads through the context.
        context = await scope.ContextAsync(cancellationToken);
        var state = await RunReader.LoadAsync(context, run.Id, cancellationToken) ?? throw new InvalidOperationException($"run {run.Id} was written and is not there");
        await import.PlaceFilesAsync(cancellationToken);
        return (state, events);
    }

    /// <summary>The version that the run ran, if this installation has it.</summary>
    private static async Task<RunImportPlace?> FindPlaceAsync(SignalboxDbContext context, RunImport import, CancellationToken cancellationToken)
    {
        if (import.Repository is null)
        {
            return null;
        }

        var hash = Hash(import.Yaml);
        var found = await (
            from repository in context.Repositories.AsNoTracking()
            join workflow in context.Workflows on repository.Id equals workflow.RepositoryId
            join version in context.WorkflowVersions on workflow.Id equals version.WorkflowId
            where repository.Name == import.Repository && workflow.Slug == import.Workflow && version.Sha256 == hash
            orderby version.Number descending
            select new { repository, version }).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : new RunImportPlace(found.repository, found.version);
    }

    private async Task<RunImportPlace> MakePlaceAsync(WriteScope scope, SignalboxDbContext context, RunImport import, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var repository = await MakeRepositoryAsync(scope, context, import, now, cancellationToken);
        var workflow = await context.Workflows.SingleOrDefaultAsync(w => w.RepositoryId == repository.Id && w.Slug == import.Workflow, cancellationToken);
        if (workflow is null)
        {
            workflow = new Workflow
            {
                Id = EntityId.New<WorkflowId>(),
                Slug = import.Workflow,
                RepositoryId = repository.Id,
                SourcePath = Path.Combine(import.ImportedFolder, $"{import.Key}.yml"),
                Archived = true,
                CreatedAt = now,
                UpdatedAt = now,
            };
            context.Workflows.Add(workflow);
        }

        var hash = Hash(import.Yaml);
        var version = await context.WorkflowVersions.AsNoTracking().FirstOrDefaultAsync(v => v.WorkflowId == workflow.Id && v.Sha256 == hash, cancellationToken);
        if (version is null)
        {
            version = new WorkflowVersion
            {
                Id = EntityId.New<WorkflowVersionId>(),
                WorkflowId = workflow.Id,
                Number = ++workflow.CurrentVersion,
                Yaml = import.Yaml,
                Sha256 = hash,
                CreatedAt = now,
            };
            context.WorkflowVersions.Add(version);
        }

        await context.SaveChangesAsync(cancellationToken);
        return new RunImportPlace(repository, version);
    }

    // Locked until the commit, so that two imports at once do not make the same workflow twice.
    private async Task<Repository> MakeRepositoryAsync(WriteScope scope, SignalboxDbContext context, RunImport import, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            await scope.ScalarAsync("SELECT id FROM repositories WHERE path = @path" + scope.LockRows, [("@path", import.ImportedFolder)], cancellationToken);
            if (await context.Repositories.AsNoTracking().SingleOrDefaultAsync(r => r.Path == import.ImportedFolder, cancellationToken) is { } there)
            {
                return there;
            }

            var repository = new Repository
            {
                Id = EntityId.New<RepositoryId>(),
                Name = number == 1 ? IRunImportStore.ImportedRepository : FormattableString.Invariant($"{IRunImportStore.ImportedRepository}-{number}"),
                Path = import.ImportedFolder,
                CreatedAt = now,
            };
            if (await tables.Repositories.TryInsertAsync(scope, [repository], cancellationToken) == 1)
            {
                return repository;
            }
        }
    }

    private static string Hash(string yaml) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
}
