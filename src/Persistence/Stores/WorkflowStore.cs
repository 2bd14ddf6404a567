using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

internal sealed class WorkflowStore(Database database, TimeProvider time) : IWorkflowStore
{
    public async Task<IReadOnlyList<Workflow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return InOrder(await context.Workflows.AsNoTracking().Where(w => !w.Archived).ToListAsync(cancellationToken));
    }

    public async Task<IReadOnlyList<Workflow>> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return InOrder(await context.Workflows.AsNoTracking().Where(w => w.Slug == slug && !w.Archived).ToListAsync(cancellationToken));
    }

    public async Task<WorkflowVersion?> GetVersionAsync(WorkflowId workflow, int number, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.WorkflowVersions.AsNoTracking().SingleOrDefaultAsync(v => v.WorkflowId == workflow && v.Number == number, cancellationToken);
    }

    public async Task<WorkflowVersion?> GetVersionAsync(WorkflowVersionId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.WorkflowVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancellationToken);
    }

    public Task<bool> RecordFileAsync(WorkflowFileRecord record, CancellationToken cancellationToken)
    {
        if (record.Definition is not null && record.Yaml is null)
        {
            throw new ArgumentException("a valid workflow has its text", nameof(record));
        }

        return WriteAsync(record.RepositoryId, context => RecordAsync(context, record, cancellationToken), cancellationToken);
    }

    public Task<bool> ArchiveMissingAsync(RepositoryId repository, IReadOnlyCollection<string> presentPaths, CancellationToken cancellationToken)
    {
        var present = presentPaths.ToHashSet(StringComparer.Ordinal);
        return WriteAsync(
            repository,
            async context =>
            {
                var live = await context.Workflows.Where(w => w.RepositoryId == repository && !w.Archived).ToListAsync(cancellationToken);
                foreach (var workflow in live.Where(w => !present.Contains(w.SourcePath)))
                {
                    Archive(workflow);
                }
            },
            cancellationToken);
    }

    private static List<Workflow> InOrder(List<Workflow> workflows) =>
        [.. workflows.OrderBy(w => w.Slug, StringComparer.Ordinal).ThenBy(w => w.RepositoryId.Value, StringComparer.Ordinal)];

    // Writers of one repository go one after the other: what they read decides what they write.
    private Task<bool> WriteAsync(RepositoryId repository, Func<SignalboxDbContext, Task> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                if (await scope.ScalarAsync("SELECT id FROM repositories WHERE id = @id AND forgotten_at IS NULL" + scope.LockRows, [("@id", repository.Value)], cancellationToken) is null)
                {
                    // Forgotten while its files were read: its workflows stay archived.
                    scope.Abandon();
                    return false;
                }

                var context = await scope.ContextAsync(cancellationToken);
                await change(context);
                if (!context.ChangeTracker.HasChanges())
                {
                    scope.Abandon();
                    return false;
                }

                await context.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task RecordAsync(SignalboxDbContext context, WorkflowFileRecord record, CancellationToken cancellationToken)
    {
        var ofFile = await context.Workflows
            .Where(w => w.RepositoryId == record.RepositoryId && w.SourcePath == record.SourcePath)
            .OrderBy(w => w.Archived).ThenByDescending(w => w.UpdatedAt)
            .ToListAsync(cancellationToken);
        var ofSlug = await context.Workflows.SingleOrDefaultAsync(w => w.RepositoryId == record.RepositoryId && w.Slug == record.Slug, cancellationToken);

        // A valid file says which workflow it is. A broken one is the workflow that it was before, so that its faults show there.
        var workflow = record.Definition is not null ? ofSlug : ofFile.FirstOrDefault() ?? (ofSlug is { Archived: true } ? ofSlug : null);
        if (workflow is null)
        {
            var slug = ofSlug is null ? record.Slug : await FreeSlugAsync(context, record, cancellationToken);
            workflow = Create(record, slug);
            context.Workflows.Add(workflow);
        }

        workflow.SourcePath = record.SourcePath;
        workflow.Diagnostics = record.Diagnostics;
        workflow.Archived = false;
        if (record.Definition is not null)
        {
            Retire(context, ofFile.Where(w => w.Id != workflow.Id));
            workflow.Title = record.Definition.Title;
            workflow.Description = record.Definition.Description;
            workflow.Tags = record.Definition.Tags;
            await AddVersionAsync(context, workflow, record.Yaml!, cancellationToken);
        }

        if (context.ChangeTracker.HasChanges())
        {
            workflow.UpdatedAt = time.GetUtcNow();
        }
    }

    /// <summary>What the file was before it got its name: a name that never was valid goes, a workflow is archived.</summary>
    private void Retire(SignalboxDbContext context, IEnumerable<Workflow> workflows)
    {
        foreach (var workflow in workflows)
        {
            if (workflow.CurrentVersion == 0)
            {
                context.Workflows.Remove(workflow);
            }
            else if (!workflow.Archived)
            {
                Archive(workflow);
            }
        }
    }

    private void Archive(Workflow workflow)
    {
        workflow.Archived = true;
        workflow.UpdatedAt = time.GetUtcNow();
    }

    private async Task AddVersionAsync(SignalboxDbContext context, Workflow workflow, string yaml, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
        var newest = await context.WorkflowVersions.AsNoTracking()
            .Where(v => v.WorkflowId == workflow.Id && v.Number == workflow.CurrentVersion)
            .Select(v => v.Sha256)
            .SingleOrDefaultAsync(cancellationToken);
        if (string.Equals(newest, sha256, StringComparison.Ordinal))
        {
            return;
        }

        workflow.CurrentVersion++;
        context.WorkflowVersions.Add(new WorkflowVersion
        {
            Id = EntityId.New<WorkflowVersionId>(),
            WorkflowId = workflow.Id,
            Number = workflow.CurrentVersion,
            Yaml = yaml,
            Sha256 = sha256,
            CreatedAt = time.GetUtcNow(),
        });
    }

    private Workflow Create(WorkflowFileRecord record, string slug)
    {
        var now = time.GetUtcNow();
        return new Workflow
        {
            Id = EntityId.New<WorkflowId>(),
            Slug = slug,
            RepositoryId = record.RepositoryId,
            SourcePath = record.SourcePath,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static async Task<string> FreeSlugAsync(SignalboxDbContext context, WorkflowFileRecord record, CancellationToken cancellationToken)
    {
        for (var number = 2; ; number++)
        {
            var slug = FormattableString.Invariant($"{record.Slug}-{number}");
            if (!await context.Workflows.AnyAsync(w => w.RepositoryId == record.RepositoryId && w.Slug == slug, cancellationToken))
            {
                return slug;
            }
        }
    }
}
