using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Stores;

internal sealed class PortStore(Database database) : IPortStore
{
    // A run that has ended has no ports: its rows stay until somebody needs them, so that the end of a run writes nothing.
    private const string GiveBack = "DELETE FROM port_leases WHERE run_id IN (SELECT l.run_id FROM port_leases l JOIN runs r ON r.id = l.run_id WHERE r.status IN ('Completed', 'Failed', 'Cancelled'))";

    // One hand-out at a time on PostgreSQL; on SQLite there is one writer anyway.
    private const string OneAtATime = "SELECT pg_advisory_xact_lock(7164013255)";

    private const string Add = "INSERT INTO port_leases (port, run_id, repository_id, name) VALUES (@port, @run, @repository, @name)";

    public Task<IReadOnlyList<PortLease>> ListAsync(RunId run, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PortLease>>(
            async context => await context.PortLeases.AsNoTracking().Where(l => l.RunId == run).OrderBy(l => l.Port).ToListAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<PortLease>?> LeaseAsync(
        RunId run, IReadOnlyList<PortWish> wishes, IEnumerable<int> candidates, Func<int, bool> isFree, bool isAnew, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<PortLease>?>(
            Durability.Full,
            async scope =>
            {
                if (scope.LockRows.Length > 0)
                {
                    await scope.ScalarAsync(OneAtATime, [], cancellationToken);
                }

                await scope.ExecuteAsync(GiveBack, [], cancellationToken);
                var avoided = await scope.QueryAsync("SELECT port FROM port_leases", [], r => r.GetInt32(0), cancellationToken);
                if (isAnew)
                {
                    await scope.ExecuteAsync("DELETE FROM port_leases WHERE run_id = @run", [("@run", run.Value)], cancellationToken);
                }

                var all = await scope.QueryAsync("SELECT port, repository_id, name FROM port_leases WHERE run_id = @run", [("@run", run.Value)], r => Lease(r.GetInt32(0), run, RepositoryId.From(r.GetString(1)), r.GetString(2)), cancellationToken);
                var taken = avoided.ToHashSet();
                using var next = candidates.GetEnumerator();
                foreach (var wish in wishes.Where(w => !all.Exists(l => l.RepositoryId == w.Repository && string.Equals(l.Name, w.Name, StringComparison.Ordinal))))
                {
                    var port = wish.Before is { } before && !taken.Contains(before) && isFree(before) ? before : Next(next, taken, isFree);
                    if (port is not { } found)
                    {
                        scope.Abandon();
                        return null;
                    }

                    taken.Add(found);
                    all.Add(Lease(found, run, wish.Repository, wish.Name));
                    await scope.ExecuteAsync(Add, [("@port", found), ("@run", run.Value), ("@repository", wish.Repository.Value), ("@name", wish.Name)], cancellationToken);
                }

                return all;
            },
            cancellationToken);

    private static int? Next(IEnumerator<int> candidates, HashSet<int> taken, Func<int, bool> isFree)
    {
        while (candidates.MoveNext())
        {
            if (!taken.Contains(candidates.Current) && isFree(candidates.Current))
            {
                return candidates.Current;
            }
        }

        return null;
    }

    private static PortLease Lease(int port, RunId run, RepositoryId repository, string name) => new() { Port = port, RunId = run, RepositoryId = repository, Name = name };
}
