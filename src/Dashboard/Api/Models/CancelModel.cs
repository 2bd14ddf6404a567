namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a request to cancel did: <c>Cancelled</c>, <c>Requested</c> or <c>AlreadyRequested</c>.</summary>
public sealed record CancelModel(string Outcome, RunModel Run);
