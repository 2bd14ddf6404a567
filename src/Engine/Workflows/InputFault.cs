namespace Signalbox.Engine.Workflows;

/// <summary>One fault of a given or missing input.</summary>
/// <param name="Field">Input name.</param>
/// <param name="Found">What was given; null when nothing was.</param>
/// <param name="Allowed">What would be accepted.</param>
/// <param name="Message">One clear sentence.</param>
public sealed record InputFault(string Field, string? Found, string Allowed, string Message);
