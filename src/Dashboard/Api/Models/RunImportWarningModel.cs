namespace Signalbox.Dashboard.Api.Models;

/// <summary>Something that an import says.</summary>
/// <param name="Line">Line of the file; null: none is meant.</param>
/// <param name="Column">Column of the line; null: none is meant.</param>
/// <param name="Message">One sentence.</param>
internal sealed record RunImportWarningModel(int? Line, int? Column, string Message);
