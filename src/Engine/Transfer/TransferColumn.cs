namespace Signalbox.Engine.Transfer;

/// <summary>A column of an exported table.</summary>
/// <param name="Name">Its name, the member's name in a row.</param>
/// <param name="Kind">How its values stand there.</param>
public sealed record TransferColumn(string Name, TransferKind Kind);
