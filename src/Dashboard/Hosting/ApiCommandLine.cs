using System.Runtime.InteropServices;

namespace Signalbox.Dashboard.Hosting;

/// <summary>How the server starts itself to call an API: with the very runtime that runs it, because an agent's environment names none.</summary>
internal static class ApiCommandLine
{
    /// <summary>The verb of the command line that calls an API.</summary>
    public const string Verb = "api-agent";

    private const string Library = "signalbox.dll";

    /// <summary>Program and arguments.</summary>
    public static IReadOnlyList<string> Find()
    {
        var library = Path.Combine(AppContext.BaseDirectory, Library);
        var self = Environment.ProcessPath;
        if (self is not null && string.Equals(Path.GetFileName(self), "dotnet", StringComparison.Ordinal))
        {
            return [self, library, Verb];
        }

        // {root}/shared/Microsoft.NETCore.App/{version}/
        var ofRuntime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(ofRuntime) ? [ofRuntime, library, Verb] : self is not null ? [self, Verb] : [];
    }
}
