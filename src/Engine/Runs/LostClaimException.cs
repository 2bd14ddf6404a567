namespace Signalbox.Engine.Runs;

/// <summary>Another executor holds the run by now: this one stops without writing anything more.</summary>
internal sealed class LostClaimException(string key) : Exception($"run {key} is held by another executor");
