using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>Signs in programs that send <c>Authorization: Bearer</c> with the command line's token.</summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    CliToken token) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(token.Matches(header[Prefix.Length..].Trim())
            ? AuthenticateResult.Success(new AuthenticationTicket(Administrator.Principal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The token is not known."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Unauthenticated.AnswerAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Unauthenticated.ForbidAsync(Context);
}
