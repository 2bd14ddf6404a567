namespace Signalbox.Dashboard.Components.Shared;

/// <summary>A tab.</summary>
/// <param name="Key">Its name in the URL.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Count">How much is in it; null says nothing.</param>
public sealed record TabItem(string Key, string Title, string Href, int? Count = null);
