using Signalbox.Persistence.Stores;

namespace Signalbox.Persistence;

/// <summary>Where the data is kept.</summary>
public sealed record PersistenceOptions
{
    /// <summary>Which database. Default SQLite.</summary>
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>SQLite: absolute path of the file; its folder exists.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>PostgreSQL: the connection string.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Absolute path of the full-text index of logs, a SQLite file of its own whatever the database is; null for none.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Bytes of log text kept in the database for a run; past it the files alone have them. 0 or more, default 10 MiB.</summary>
    public long MaxLogBytesPerRun { get; init; } = LogStoreOptions.DefaultMaxBytesPerRun;

    /// <summary>Whether what webhooks tell is written down in the transaction in which it happens. Default false: nobody is told of anything.</summary>
    public bool WritesWebhooks { get; init; }
}
