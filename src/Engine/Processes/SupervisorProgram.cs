namespace Signalbox.Engine.Processes;

/// <summary>How a supervisor is started.</summary>
/// <param name="Dotnet">Absolute path of the <c>dotnet</c> program.</param>
/// <param name="Library">Absolute path of <c>signalbox-supervisor.dll</c> in the data directory.</param>
public sealed record SupervisorProgram(string Dotnet, string Library);
