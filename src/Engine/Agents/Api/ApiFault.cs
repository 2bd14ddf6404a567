namespace Signalbox.Engine.Agents.Api;

/// <summary>Why an API gave no whole answer.</summary>
/// <param name="Status">HTTP status; null when there was none.</param>
/// <param name="Message">The API's own words.</param>
internal sealed record ApiFault(int? Status, string Message);
