namespace Signalbox.Persistence.Transfer;

/// <summary>An export that is asked for.</summary>
/// <param name="DataDirectory">Absolute path of the data directory whose files are exported.</param>
/// <param name="Target">Absolute path of the folder to make; missing, or empty.</param>
/// <param name="Version">Version of Signalbox.</param>
public sealed record DataExportRequest(string DataDirectory, string Target, string Version);
