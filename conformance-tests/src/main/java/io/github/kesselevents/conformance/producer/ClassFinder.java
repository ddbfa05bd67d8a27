package io.github.kesselevents.conformance.producer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes instances of classes that a {@code producer.yaml} names, or says in one sentence why there is none. */
final class ClassFinder {

    private final ClassLoader loader;

    private ClassFinder(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * On the class path of the kit, and then on this one. What it finds there is loaded as long as this process lives.
     *
     * @param more folders and jars
     */
    static ClassFinder of(List<Path> more) {
        ClassLoader own = ClassFinder.class.getClassLoader();
        if (more.isEmpty()) {
            return new ClassFinder(own);
        }
        List<URL> urls = new ArrayList<>();
        for (Path place : more) {
            try {
                urls.add(place.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("A path has no URL: " + place, e);
            }
        }
        return new ClassFinder(new URLClassLoader(urls.toArray(URL[]::new), own));
    }

    /**
     * A new instance of the class that the member names.
     *
     * @param kind what it has to implement
     */
    <T> T make(YamlMember member, Class<T> kind) {
        Class<?> named = find(member);
        if (!kind.isAssignableFrom(named)) {
            throw member.refused("is " + member.text() + ", which does not implement " + kind.getName()
                    + "; have it do so, or name one that does");
        }
        try {
            if (!Modifier.isPublic(named.getModifiers())) {
                throw new IllegalAccessException("the class is not public");
            }
            return kind.cast(named.getConstructor().newInstance());
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw member.refused("is " + member.text()
                    + ", of which nothing can be made; have it be public, not abstract, and have a public constructor"
                    + " without parameters");
        } catch (InvocationTargetException e) {
            throw member.refused("is " + member.text() + ", whose constructor failed ("
                    + ForeignFailure.told(e.getCause()) + "); mend it");
        } catch (LinkageError e) {
            throw unusable(member, e);
        }
    }

    private Class<?> find(YamlMember member) {
        try {
            return Class.forName(member.text(), true, loader);
        } catch (ClassNotFoundException e) {
            throw member.refused("is " + member.text()
                    + ", which is not on the class path; list under class_path the folder or the jar that holds it, or,"
                    + " in a Maven build, have it among the tests or their dependencies");
        } catch (LinkageError e) {
            throw unusable(member, e);
        }
    }

    private static ProfileException unusable(YamlMember member, LinkageError e) {
        return member.refused("is " + member.text() + ", which cannot be loaded ("
                + ForeignFailure.told(e.getCause() == null ? e : e.getCause())
                + "); compile it for Java " + Runtime.version().feature()
                + " or older, and have all that it needs under class_path");
    }
}
