namespace Signalbox.Dashboard.Api;

/// <summary>Names of roles, schemes and policies.</summary>
internal static class Policies
{
    /// <summary>The one role of this version, and the policy that asks for it.</summary>
    public const string Administrator = "Administrator";

    /// <summary>Name of the one user of this version.</summary>
    public const string AdministratorName = "admin";

    /// <summary>Picks <see cref="Cookie"/> or <see cref="Token"/> by the request.</summary>
    public const string Scheme = "signalbox";

    /// <summary>Browsers.</summary>
    public const string Cookie = "cookie";

    /// <summary>Programs: <c>Authorization: Bearer</c>.</summary>
    public const string Token = "token";
}
