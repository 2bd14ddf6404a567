using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Trust;

/// <summary>Brings trust models in, and says which one counts: that of the repository, else the global one (design/security.md).</summary>
public sealed class TrustDesk(ITrustModelStore store, TimeProvider time, AuditLog? audit = null)
{
    // A version never changes: what was read once is read.
    private readonly ConcurrentDictionary<TrustModelId, TrustModelInUse> _read = new();

    /// <summary>Takes a document as the next version of its scope; with an error in it nothing changes.</summary>
    /// <param name="text">The document, YAML or JSON.</param>
    /// <param name="file">Its name, for diagnostics.</param>
    /// <param name="repository">Whose it becomes; null: of every repository without one of its own.</param>
    /// <param name="by">Who brings it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TrustImport> ImportAsync(string text, string file, RepositoryId? repository, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = TrustModelReader.Read(Encoding.UTF8.GetBytes(text), file);
        return read.Model is null
            ? new TrustImport(null, read.Diagnostics)
            : new TrustImport(await AddAsync(AuditActions.TrustImport, Make(text, file, repository, by), cancellationToken), read.Diagnostics);
    }

    /// <summary>Takes the model of a scope away from now on; its versions stay. Null when it has none.</summary>
    public async Task<TrustModelVersion?> RemoveAsync(RepositoryId? repository, string by, CancellationToken cancellationToken) =>
        await OwnAsync(repository, cancellationToken) is null ? null : await AddAsync(AuditActions.TrustRemove, Make("", "", repository, by), cancellationToken);

    /// <summary>The model that counts for a repository, or where none is named; null when there is none.</summary>
    public async Task<TrustModelInUse?> CurrentAsync(RepositoryId? repository, CancellationToken cancellationToken) =>
        (repository is null ? null : await OwnAsync(repository, cancellationToken)) ?? await OwnAsync(null, cancellationToken);

    /// <summary>The versions of one scope, or of all, newest first.</summary>
    public Task<IReadOnlyList<TrustModelVersion>> ListAsync(string? scope, TrustModelId? before, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(scope, before, limit, cancellationToken);

    /// <summary>A version; null when there is none.</summary>
    public Task<TrustModelVersion?> FindAsync(TrustModelId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    private async Task<TrustModelVersion> AddAsync(string action, TrustModelVersion version, CancellationToken cancellationToken)
    {
        var added = await store.AddAsync(version, cancellationToken);

        // A text that is the newest already is answered, and nothing is added.
        if (audit is not null && added.Id == version.Id)
        {
            await audit.WriteAsync(action, added.Scope, after: new { added.Number, added.File, added.Text });
        }

        return added;
    }

    private async Task<TrustModelInUse?> OwnAsync(RepositoryId? repository, CancellationToken cancellationToken)
    {
        if (await store.NewestAsync(TrustModelVersion.ScopeOf(repository), cancellationToken) is not { } id)
        {
            return null;
        }

        if (_read.TryGetValue(id, out var known))
        {
            return known;
        }

        if (await store.FindAsync(id, cancellationToken) is not { IsRemoval: false } version)
        {
            return null;
        }

        // What was accepted once is accepted again: nothing that could be read is refused later.
        var model = TrustModelReader.Read(Encoding.UTF8.GetBytes(version.Text), version.File).Model
            ?? throw new InvalidOperationException($"trust model {version.Id} was accepted and cannot be read any more");
        return _read.GetOrAdd(id, new TrustModelInUse(version, model));
    }

    private TrustModelVersion Make(string text, string file, RepositoryId? repository, string by) => new()
    {
        Id = EntityId.New<TrustModelId>(),
        Scope = TrustModelVersion.ScopeOf(repository),
        Number = 0,
        Text = text,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        File = Path.GetFileName(file),
        CreatedBy = by,
        CreatedAt = time.GetUtcNow(),
    };
}
