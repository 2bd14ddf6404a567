using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Trust models in memory.</summary>
internal sealed class FakeTrustModels : ITrustModelStore
{
    private readonly Lock _lock = new();

    public List<TrustModelVersion> Versions { get; } = [];

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<ITrustModelStore>(this);
        services.AddSingleton<TrustDesk>();
    }

    public Task<TrustModelVersion> AddAsync(TrustModelVersion version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var newest = Versions.FindLast(v => string.Equals(v.Scope, version.Scope, StringComparison.Ordinal));
            if (newest is not null && string.Equals(newest.Sha256, version.Sha256, StringComparison.Ordinal))
            {
                return Task.FromResult(newest);
            }

            var added = new TrustModelVersion
            {
                Id = version.Id,
                Scope = version.Scope,
                Number = (newest?.Number ?? 0) + 1,
                Text = version.Text,
                Sha256 = version.Sha256,
                File = version.File,
                CreatedBy = version.CreatedBy,
                CreatedAt = version.CreatedAt,
            };
            Versions.Add(added);
            return Task.FromResult(added);
        }
    }

    public Task<IReadOnlyList<TrustModelVersion>> ListAsync(string? scope, TrustModelId? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrustModelVersion>>([.. Of(scope).AsEnumerable().Reverse().SkipWhile(v => before is not null && v.Id != before).Skip(before is null ? 0 : 1).Take(limit)]);

    public Task<TrustModelId?> NewestAsync(string scope, CancellationToken cancellationToken) => Task.FromResult(Of(scope).LastOrDefault()?.Id);

    public Task<TrustModelVersion?> FindAsync(TrustModelId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Versions.Find(v => v.Id == id));
        }
    }

    private List<TrustModelVersion> Of(string? scope)
    {
        lock (_lock)
        {
            return [.. Versions.Where(v => scope is null || string.Equals(v.Scope, scope, StringComparison.Ordinal))];
        }
    }
}
