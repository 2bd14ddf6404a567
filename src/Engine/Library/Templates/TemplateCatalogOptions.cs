namespace Signalbox.Engine.Library.Templates;

/// <summary>Where the templates of everyone are.</summary>
/// <param name="GlobalFolder">Absolute path: <c>templates</c> of the data directory. It need not be there.</param>
public sealed record TemplateCatalogOptions(string GlobalFolder);
