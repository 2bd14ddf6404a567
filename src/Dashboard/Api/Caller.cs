using System.Security.Claims;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Who asks, and through what.</summary>
internal static class Caller
{
    /// <summary>How the command line names itself.</summary>
    public const string CommandLineAgent = "signalbox-cli";

    /// <summary>Name of the user.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? Policies.AdministratorName;

    /// <summary>Roles of the user.</summary>
    public static IReadOnlyCollection<string> RolesOf(ClaimsPrincipal user) => [.. user.FindAll(ClaimTypes.Role).Select(c => c.Value)];

    /// <summary>Browser with a cookie, command line or another program with a token.</summary>
    public static RunTrigger TriggerOf(HttpContext context)
    {
        if (string.Equals(context.User.Identity?.AuthenticationType, Policies.Cookie, StringComparison.Ordinal))
        {
            return RunTrigger.Browser;
        }

        return context.Request.Headers.UserAgent.ToString().StartsWith(CommandLineAgent, StringComparison.Ordinal) ? RunTrigger.CommandLine : RunTrigger.Api;
    }
}
