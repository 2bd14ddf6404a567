namespace Signalbox.Dashboard.Api.Models;

/// <summary>An agent or workflow of a configuration.</summary>
/// <param name="Id">Its id or name.</param>
/// <param name="Enabled">False: it is listed and does nothing.</param>
/// <param name="Line">Line of the document.</param>
public sealed record ConfigComponentModel(string Id, bool Enabled, int Line);
