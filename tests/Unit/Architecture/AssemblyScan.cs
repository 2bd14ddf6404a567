using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Signalbox.Unit.Architecture;

/// <summary>Reads from the metadata of an assembly which types use which, method bodies included; nothing of it is loaded or run.</summary>
internal sealed class AssemblyScan
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly SignatureTypes _signatures;
    private readonly HashSet<TypeUse> _uses = [];
    private string _user = "";

    private AssemblyScan(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new SignatureTypes(Use);
        Assembly = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        foreach (var handle in _metadata.TypeDefinitions)
        {
            ReadType(handle);
        }

        References = [.. _metadata.AssemblyReferences.Select(r => _metadata.GetString(_metadata.GetAssemblyReference(r).Name))];
        PublicTypes = [.. _metadata.TypeDefinitions
            .Where(t => (_metadata.GetTypeDefinition(t).Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public)
            .Select(t => FullName(t).Name)];
    }

    /// <summary>Simple name.</summary>
    public string Assembly { get; }

    /// <summary>Simple names of the assemblies it refers to.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Full names, without the count of generic parameters.</summary>
    public IReadOnlyList<string> PublicTypes { get; }

    public IReadOnlyCollection<TypeUse> Uses => _uses;

    /// <summary>Scans an assembly that stands beside this one.</summary>
    public static AssemblyScan OfNeighbour(string fileName) => Of(Path.Combine(AppContext.BaseDirectory, fileName));

    public static AssemblyScan Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new AssemblyScan(file);
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _user = FullName(handle).Name;
        Use(type.BaseType);
        Attributes(type.GetCustomAttributes());
        Constraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Use(_metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, genericContext: null);
            Attributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties())
        {
            Attributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
        }

        foreach (var method in type.GetMethods())
        {
            ReadMethod(_metadata.GetMethodDefinition(method));
        }
    }

    private void ReadMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, genericContext: null);
        Attributes(method.GetCustomAttributes());
        Constraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, genericContext: null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Use(region.CatchType);
        }

        foreach (var token in MethodBody.Tokens(body.GetILReader()))
        {
            Use(token);
        }
    }

    private void Constraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(p => _metadata.GetGenericParameter(p).GetConstraints()))
        {
            Use(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
        {
            Use(_metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    /// <summary>Notes every type that a token stands for.</summary>
    private void Use(EntityHandle handle)
    {
        switch (handle)
        {
            case { IsNil: true }:
                break;
            case { Kind: HandleKind.TypeDefinition or HandleKind.TypeReference }:
                var (name, assembly) = FullName(handle);
                if (!string.Equals(name, _user, StringComparison.Ordinal))
                {
                    _uses.Add(new TypeUse(_user, name, assembly));
                }

                break;
            case { Kind: HandleKind.TypeSpecification }:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, genericContext: null);
                break;
            case { Kind: HandleKind.MethodDefinition }:
                Use(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case { Kind: HandleKind.FieldDefinition }:
                Use(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case { Kind: HandleKind.MethodSpecification }:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(_signatures, genericContext: null);
                Use(specification.Method);
                break;
            case { Kind: HandleKind.MemberReference }:
                UseMember(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            default:
                break;
        }
    }

    private void UseMember(MemberReference member)
    {
        Use(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(_signatures, genericContext: null);
        }
        else
        {
            member.DecodeMethodSignature(_signatures, genericContext: null);
        }
    }

    private (string Name, string Assembly) FullName(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            var definition = _metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
            return definition.GetDeclaringType() is { IsNil: false } outer
                ? FullName(outer)
                : (Join(definition.Namespace, definition.Name), Assembly);
        }

        var reference = _metadata.GetTypeReference((TypeReferenceHandle)handle);
        return reference.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => FullName(reference.ResolutionScope),
            HandleKind.AssemblyReference => (Join(reference.Namespace, reference.Name),
                _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name)),
            _ => (Join(reference.Namespace, reference.Name), Assembly),
        };
    }

    private string Join(StringHandle space, StringHandle name)
    {
        var simple = _metadata.GetString(name);
        var arity = simple.IndexOf('`', StringComparison.Ordinal);
        simple = arity > 0 ? simple[..arity] : simple;
        return space.IsNil ? simple : $"{_metadata.GetString(space)}.{simple}";
    }
}
