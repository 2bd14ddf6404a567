namespace Signalbox.Engine.Terminals;

/// <summary>Windows of tmux that show agents at work.</summary>
/// <param name="Enabled">Whether there are any; off by default.</param>
/// <param name="Folder">Absolute private folder for what the windows show; the servers of one data directory share it and its tmux.</param>
public sealed record TerminalOptions(bool Enabled, string Folder);
