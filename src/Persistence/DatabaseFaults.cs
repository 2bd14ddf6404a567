using Microsoft.Data.Sqlite;
using Npgsql;

namespace Signalbox.Persistence;

/// <summary>What an error of the database means to whoever asked for something: the world's doing, which passes, or a bug.</summary>
public static class DatabaseFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;

    /// <summary>One sentence for a person when the database could not be used for the moment; null when that is not it.</summary>
    /// <param name="exception">What was thrown; what caused it counts too.</param>
    public static string? Explain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SqliteException { SqliteErrorCode: Busy or Locked or Protocol }:
                    return "Another program holds the database. Nothing was changed: try again in a moment.";
                case SqliteException { SqliteErrorCode: Full }:
                case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                    return "The disk that holds the database is full. Nothing was changed: free some space and try again.";
                case SqliteException { SqliteErrorCode: InputOutput or CannotOpen or ReadOnly }:
                    return "The disk that holds the database cannot be read or written. Nothing was changed; server.log has the details.";
                case SqliteException { SqliteErrorCode: NoMemory }:
                    return "The database has no memory left. Nothing was changed: try again in a moment.";
                case PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }:
                case NpgsqlException { IsTransient: true }:
                    return "The database does not answer. Nothing was changed: try again in a moment.";
            }
        }

        return null;
    }
}
