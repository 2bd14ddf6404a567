using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// The data of this machine as a command works on it itself, beside a running server or without one: the data directory, and the database that the configuration names.
/// </summary>
internal sealed class LocalData : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private LocalData(string directory, ServiceProvider services, bool isPostgres) => (Directory, _services, IsPostgres) = (directory, services, isPostgres);

    /// <summary>Absolute path of the data directory, which need not be there.</summary>
    public string Directory { get; }

    /// <summary>SQLite database in it.</summary>
    public string DatabaseFile => Path.Combine(Directory, "signalbox.db");

    /// <summary>The rows are in PostgreSQL.</summary>
    public bool IsPostgres { get; }

    /// <summary>Node that the directory is among the servers of one database; null when it never was one.</summary>
    public string? Node => IsPostgres && File.Exists(Path.Combine(Directory, "node.id")) ? File.ReadAllText(Path.Combine(Directory, "node.id")).Trim() : null;

    /// <summary>Finds it; nothing is made or opened yet.</summary>
    /// <exception cref="SignalboxFaultException">The configuration is not valid.</exception>
    public static async Task<LocalData> FindAsync(CliContext context, string? data, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.Locate(data, context.Environment, context.WorkingDirectory);
        var reader = new OptionReader(await ServerDocuments.StorageAsync(directory, context.ConfigurationArguments, context.Environment, cancellationToken));
        var storage = StorageOptions.Read(reader, context.Environment);
        if (reader.Finish() is { Count: > 0 } faults)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, "the configuration is not valid:\n" + string.Join('\n', faults.Select(f => "  " + f)));
        }

        var services = new ServiceCollection();
        services.AddSingleton(context.Time);
        services.AddPersistence(new PersistenceOptions
        {
            Provider = storage.ConnectionString is null ? DatabaseProvider.Sqlite : DatabaseProvider.Postgres,
            DatabasePath = Path.Combine(directory, "signalbox.db"),
            ConnectionString = storage.ConnectionString,
        });
        return new LocalData(directory, services.BuildServiceProvider(), storage.ConnectionString is not null);
    }

    /// <summary>A service over the database.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Refuses where there is nothing to read, or what is there is about to be replaced.</summary>
    public void RefuseUnlessThere()
    {
        if (!IsPostgres && !File.Exists(DatabaseFile))
        {
            throw new SignalboxFaultException(ExitCodes.NotFound, $"there is no database {DatabaseFile} yet: name the data directory with --data DIR or SIGNALBOX_DATA");
        }

        if (new DataSwap(Directory).Pending is { } pending)
        {
            throw new SignalboxFaultException(ExitCodes.Refused, $"the {pending.What} into {Directory} was cut short when it was all but done: start the server, which goes on with it, and try again");
        }
    }

    /// <summary>Does it; what cannot be done is one sentence and an exit code.</summary>
    public static async Task<T> TryAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (TransferException fault)
        {
            throw new SignalboxFaultException(fault.Faults.Count > 0 ? ExitCodes.BadUsage : ExitCodes.Refused, fault.Message);
        }
        catch (DatabaseException fault)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && DatabaseFaults.Explain(fault) is { } sentence)
        {
            throw new SignalboxFaultException(ExitCodes.Unreachable, sentence);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
