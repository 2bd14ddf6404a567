namespace Signalbox.Dashboard.Api.Models;

/// <summary>Something that an import could not take over as it was.</summary>
public sealed record ImportWarningModel(int Line, int Column, string Message);
