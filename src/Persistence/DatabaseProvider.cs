namespace Signalbox.Persistence;

/// <summary>Which database holds the data.</summary>
public enum DatabaseProvider
{
    /// <summary>A file beside the server: one server.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, 15 or newer: one or several servers.</summary>
    Postgres = 1,
}
