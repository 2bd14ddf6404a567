namespace Signalbox.Engine.Logs.Search;

/// <summary>What the search across runs covers.</summary>
/// <param name="BytesPerRun">Bytes of each run's log, from its beginning: those whose text the database keeps.</param>
public sealed record RunSearchOptions(long BytesPerRun);
