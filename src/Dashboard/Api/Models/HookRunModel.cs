namespace Signalbox.Dashboard.Api.Models;

/// <summary>The run that a webhook began: no more than its sender needs to find it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
public sealed record HookRunModel(string Id, string Key);
