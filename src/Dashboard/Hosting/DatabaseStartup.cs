using Signalbox.Persistence;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Brings the database to this version, or says in one sentence why it cannot.</summary>
internal sealed class DatabaseStartup(DatabaseInitializer database) : IStartupTask
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.MigrateAsync(cancellationToken);
        }
        catch (DatabaseException fault)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, fault.Message);
        }
    }
}
