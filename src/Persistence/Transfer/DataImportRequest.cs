namespace Signalbox.Persistence.Transfer;

/// <summary>An import that is asked for.</summary>
/// <param name="Source">Absolute path of an export.</param>
/// <param name="DataDirectory">Absolute path of the data directory that it goes to, held by the caller.</param>
/// <param name="DatabaseFile">Absolute path of the SQLite database in it.</param>
/// <param name="Node">Node that the data directory is, where servers share the database; null otherwise.</param>
public sealed record DataImportRequest(string Source, string DataDirectory, string DatabaseFile, string? Node);
