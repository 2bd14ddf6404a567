namespace Signalbox.Dashboard.Api.Models;

/// <summary>One fault of a request.</summary>
/// <param name="Field">Its field.</param>
/// <param name="Found">What was given; null when nothing was.</param>
/// <param name="Allowed">What would be accepted.</param>
/// <param name="Message">One clear sentence.</param>
public sealed record FieldError(string Field, string? Found, string? Allowed, string Message);
