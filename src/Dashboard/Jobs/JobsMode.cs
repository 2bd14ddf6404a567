namespace Signalbox.Dashboard.Jobs;

/// <summary>For what the jobs of this process are there.</summary>
/// <param name="Embedded">They serve one command of the command line only: nothing starts or is deleted by itself.</param>
internal sealed record JobsMode(bool Embedded);
