using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Api;

/// <summary>Faults of query values, in the shape that every problem has.</summary>
internal static class QueryFaults
{
    /// <summary>The fault of a number that is not in the range; none when it is.</summary>
    public static IEnumerable<FieldError> Range(string field, long? value, long min, long max)
    {
        if (value is { } found && (found < min || found > max))
        {
            var allowed = max == long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} on") : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
            yield return Fault(field, found.ToString(CultureInfo.InvariantCulture), allowed);
        }
    }

    /// <summary>Every query value that the endpoint could not read as what it declares, for a request whose parameters could not be bound.</summary>
    public static IReadOnlyList<FieldError> Of(HttpRequest request, Endpoint? endpoint) =>
    [
        .. from parameter in endpoint?.Metadata.OfType<IParameterBindingMetadata>() ?? []
           let found = request.Query[parameter.Name].ToString()
           where found.Length > 0 || request.Query.ContainsKey(parameter.Name)
           let allowed = Allowed(Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType, found)
           where allowed is not null
           select Fault(char.ToLowerInvariant(parameter.Name[0]) + parameter.Name[1..], found, allowed),
    ];

    /// <summary>Answers a request whose query holds what the endpoint cannot read with every such fault, before the endpoint is asked; the generated binding alone answers 400 without a word.</summary>
    public static EndpointFilterDelegate Refuse(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next) =>
        endpoint.MethodInfo.GetParameters().Any(MayBeMisread)
            ? request => Of(request.HttpContext.Request, request.HttpContext.GetEndpoint()) is { Count: > 0 } faults ? ValueTask.FromResult<object?>(Problem(faults)) : next(request)
            : next;

    /// <summary>One sentence of the usual form.</summary>
    public static FieldError Fault(string field, string? found, string allowed) => new(field, found, allowed, $"{field}: found '{found}', allowed is {allowed}.");

    /// <summary>400 with every fault.</summary>
    public static IResult Problem(IReadOnlyList<FieldError> faults) =>
        Problems.Of(StatusCodes.Status400BadRequest, "Not valid", string.Join(" ", faults.Select(f => f.Message)), faults);

    private static bool MayBeMisread(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(AsParametersAttribute)) || Allowed(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, "") is not null;

    // What the type takes, when the text is not it.
    private static string? Allowed(Type type, string text) => type switch
    {
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        _ when type == typeof(long) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        _ when type == typeof(bool) => bool.TryParse(text, out _) ? null : "true or false",
        _ => null,
    };
}
