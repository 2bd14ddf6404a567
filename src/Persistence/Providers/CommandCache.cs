using System.Data.Common;

namespace Signalbox.Persistence.Providers;

/// <summary>
/// The commands of one connection, kept with their prepared statements: for SQLite, compiling the text of a save costs more than running it.
/// One user at a time, and of each text one reader at a time.
/// </summary>
internal sealed class CommandCache(DbConnection connection) : IDisposable
{
    /// <summary>Texts are few, but some carry a count of rows or nodes: past this many all are let go.</summary>
    private const int MostCommands = 256;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The command of this text; its parameters are those of the use before, none at the first.</summary>
    public DbCommand Get(string sql)
    {
        if (_commands.TryGetValue(sql, out var known))
        {
            return known;
        }

        if (_commands.Count == MostCommands)
        {
            Dispose();
        }

        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly or made of column names; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        _commands.Add(sql, command);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }
}
