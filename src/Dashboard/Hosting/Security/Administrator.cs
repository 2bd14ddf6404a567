using System.Security.Claims;
using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>The one user of this version.</summary>
internal static class Administrator
{
    /// <summary>Signed in by this scheme.</summary>
    public static ClaimsPrincipal Principal(string scheme) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Policies.AdministratorName), new Claim(ClaimTypes.Role, Policies.Administrator)], scheme));
}
